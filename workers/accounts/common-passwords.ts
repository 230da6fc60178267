/**
 * The passwords that are tried first, as people in India choose them: words alone, by twos, and with the tail that a
 * form made them add (see password-rules.ts). Together they stand for hundreds of thousands.
 */

/** What the whole world types. */
const WORLD = `
  password passwords passwort passw0rd p@ssword p@ssw0rd pa55word pass word passcode login admin administrator root
  user guest test tester testing demo default welcome hello hi secret letmein changeme master access system server
  computer internet google gmail yahoo facebook whatsapp instagram youtube twitter amazon flipkart apple samsung
  nokia iphone android windows microsoft linux love loveyou iloveyou iloveu ilu lovely lover loveme mylove baby
  babygirl babyboy princess angel sweet sweety sweetie sweetheart honey darling jaan janu jaanu janeman shona sona
  babu friend friends bestfriend forever family mother father mummy papa mom dad maa amma appa bhai didi beta bro
  sister brother happy smile sunshine flower rose lotus star superstar moon sun monkey dragon tiger lion eagle
  panther shadow ninja killer hunter ranger soldier warrior king queen prince boss hero rockstar champion winner
  legend superman batman spiderman ironman pokemon pikachu naruto starwars matrix football soccer hockey basketball
  baseball cricket tennis chess kabaddi freedom success money rich lucky magic power peace dream dreams music dance
  guitar movie cinema chocolate cookie coffee cheese orange banana mango summer winter spring autumn monsoon monday
  friday sunday january february march april june july august september october november december qwerty qwertyuiop
  asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qwert abc abcd abcde abcdef abcdefg abc123 a1b2c3 a1b2c3d4 one two
  three michael michelle jennifer jessica daniel andrew jordan thomas charlie robert matthew joshua ashley nicole
  samantha george trustno whatever
`;

/** Names of people. */
const NAMES = `
  aarav aarti aarushi abdul abhay abhi abhijeet abhijit abhilash abhishek aditi aditya ahmed aishwarya ajay ajit
  akash akanksha akhil akshay ali alia aman amar amit amita amitabh amol amrita anamika anand ananya aniket anil
  anita anjali anjana ankit ankita ankur anshul anuj anup anupam anuradha anurag anushka aparna archana arif arjun
  armaan arpit arti arun aruna arvind aryan asha ashish ashok ashutosh ashwin ashwini asif atul avinash ayaan ayesha
  ayush babita balaji bharat bharath bharti bhaskar bhavesh bhavna bhupendra bhuvan bindu chandan chandra chandu
  charan chetan chirag daksh darshan deepa deepak deepali deepika dev devansh devika devendra dhanush dhiraj dhruv
  dilip dinesh divya diya ekta farhan fatima gaurav gautam gayathri gayatri geeta girish gita gopal gopi govind
  gulshan gurpreet hardik hari harish harpreet harsh harsha harshit harshita hema hemant himanshu imran indu irfan
  isha ishaan ishan ishita jagdish jasmine jaspreet jatin jay jaya jayesh jitendra jyoti kabir kailash kajal kalpana
  kamal kamlesh karan karthik kartik karthika kavita kavitha kavya keerthi ketan khushi kiran kirti komal kriti
  krunal kuldeep kumar kumari kunal lakshmi lalit lalita lata laxmi leela lokesh madhav madhu madhuri mahendra
  mahesh mahi manav manish manisha manju manjunath manoj mansi manu maya mayank mayur meena meenakshi meera megha
  mehul milan minal mohammad mohammed mohan mohit mohini monika mukesh mukul muskan nagaraj naina naman namrata
  nandini nandu narayan naresh narendra naveen navin neelam neeraj neeta neetu neha nidhi nikhil nikita nilesh
  nirmala nisha nishant nitesh nitin nitish om omkar padma pankaj parag paras parth parul parvati payal piyush pooja
  poonam prabhu prachi pradeep pradip pragati prakash pramod pranav pranay prasad prasanna prashant prashanth pratap
  prateek pratik praveen pravin preethi preeti prem prerna preyas priti priya priyanka puja pulkit puneet puneeth
  purvi pushpa radhika raghav raghu rahul raj raja rajan rajani rajat rajeev rajendra rajesh rajiv raju rakesh rakhi
  ramesh rani ranjan ranjit ranjith rashmi raunak ravi ravindra rekha renu reshma richa riddhi rishabh rishi ritesh
  ritika ritu riya rohan rohit ronak roshan roshni ruchi rupali rupesh sachin sagar sahil sai salim salman sameer
  samir sana sandeep sandhya sandip sangeeta sangita sanjana sanjay sanjeev sanjiv sanju santhosh santosh sapna
  saraswathi sarika sarita satish satya satyam saurabh savita seema shahrukh shaik shailesh shalini shankar sharad
  sharma shashi sheela sheetal shikha shilpa shivam shivani shobha shreya shruti shubham shweta siddharth siddhi
  simran singh sita smita smriti sneha snehal sonali sonam sonia sonu soumya sourav srikanth srinivas srinu subhash
  sudha sudhir sujata sujit suman sumit sunil sunita sunny suraj suresh surya sushil sushma swapnil swathi swati
  syed tanu tanvi tanya tarun tejas tina tushar uday uma umesh usha utkarsh vaibhav vaishali vaishnavi vandana vani
  varsha varun vasu venkat venkatesh vicky vidya vijay vijaya vikas vikash vikram vimal vinay vinayak vineet vinod
  vipin vipul virat vishal vishnu vivek yadav yash yogesh yogita yuvraj zara zoya khan patel gupta verma mishra
  pandey tiwari reddy rao naidu nair pillai iyer iyengar menon shetty gowda patil joshi kulkarni deshmukh jadhav
  pawar shinde more chavan banerjee mukherjee chatterjee das ghosh bose sen roy dutta mehta shah desai modi agarwal
  aggarwal bansal jain kapoor khanna malhotra chopra arora bhatia sethi gill sandhu sidhu chauhan rathore thakur
  choudhary chaudhary
`;

/** Gods, and what is said to them. */
const GODS = `
  ram rama siya siyaram sitaram jaisiyaram shriram sriram shreeram jairam jaishriram jaishreeram jaisriram hanuman
  jaihanuman bajrangbali bajrang krishna krishn radhe radha radhekrishna radheradhe radheshyam harekrishna
  jaishrikrishna kanha govinda gopala shiv shiva shivshankar mahadev harharmahadev mahakal bholenath omnamahshivaya
  omnamahshivay omnamoshivaya namahshivaya shambhu ganesh ganesha ganpati ganapati bappa ganpatibappamorya morya
  vinayaka durga durgamaa jaimatadi matarani vaishnodevi kali kalimaa saraswati mahalakshmi lakshmimata sairam
  saibaba omsairam shirdi jaisairam venkateswara tirupati tirumala govindagovinda murugan muruga ayyappa
  swamiyesaranamayyappa jagannath jaijagannath narayana omnamonarayana guruji gurunanak waheguru satnam satsriakal
  allah allahuakbar bismillah mashallah alhamdulillah inshallah muhammad jesus jesuschrist christ mary yesu god
  godisgreat swami swaminarayan jaiswaminarayan buddha mahavir jaijinendra omom jai jaishree jaishri shri shree sri
`;

/** Cricket, films, places, pride. */
const PRIDE = `
  sachintendulkar tendulkar dhoni msdhoni msd thala viratkohli kohli rohitsharma hitman dravid ganguly sehwag bumrah
  jadeja pandya shubmangill rishabhpant klrahul csk chennaisuperkings mumbaiindians rcb kkr ipl worldcup teamindia
  bcci eden wankhede shahrukhkhan srk salmankhan aamir amitabhbachchan hrithik ranbir katrina kareena aishwaryarai
  rajini rajinikanth thalaiva kamalhaasan vijaythalapathy thalapathy ajith pawan pawankalyan powerstar prabhas
  alluarjun jrntr ntr ramcharan mohanlal mammootty bahubali kgf sholay india indian bharatmata bharatmatakijai
  vandemataram jaihind hindustan tiranga mera merabharat merabharatmahan incredibleindia iloveindia army indianarmy
  jaijawan azad bhagatsingh gandhi nehru ambedkar jaibhim shivaji chhatrapati jaimaharashtra jaigujarat telangana
  delhi newdelhi mumbai bombay kolkata calcutta chennai madras bangalore bengaluru hyderabad pune ahmedabad surat
  jaipur lucknow kanpur nagpur indore bhopal patna vadodara baroda ludhiana agra nashik nasik rajkot varanasi kashi
  banaras amritsar allahabad prayagraj ranchi gwalior jodhpur raipur kota guwahati chandigarh mysore mysuru kochi
  cochin trivandrum kerala coimbatore madurai salem vizag visakhapatnam vijayawada guntur nellore warangal mangalore
  hubli belgaum goa panaji udaipur ajmer dehradun haridwar rishikesh shimla manali kashmir srinagar jammu punjab
  haryana gujarat rajasthan maharashtra karnataka tamilnadu andhra odisha orissa bhubaneswar cuttack bihar assam
  bengal gurgaon gurugram noida ghaziabad faridabad thane meerut haat haats haatin haatshop haatmarket shop shopping
  online offer cashback rupee rupees paisa diwali holi eid onam pongal dussehra navratri chai samosa biryani namaste
  namaskar dosti dost pyar pyaar ishq mohabbat dil zindagi duniya apna apnadil
`;

/** What no word with a tail gives. */
const WHOLE = `
  password1 password12 password123 passw0rd1 p@$$w0rd p@$$word pa$$word pa$$w0rd passpass trustno1 letmein1 welcome1
  iloveyou2 iloveyou3000 1loveyou admin@123 admin123 admin1234 root1234 test1234 test@123 user1234 demo1234 qwerty12
  qwerty123 qwerty1234 qwe123qwe qweasdzxc qweasd123 qwaszx12 zaq12wsx zaq1zaq1 1qaz2wsx 1qazxsw2 1q2w3e4r
  1q2w3e4r5t q1w2e3r4 asdf1234 asdfasdf asdasdasd zxcv1234 zxczxczxc a1234567 a12345678 aa123456 aa12345678 abc12345
  abcd1234 abcd@1234 abcd@123 abc@1234 123abc123 123qweasd 123qwe123 123456abc 1234abcd 12345qwert 1234qwer
  147258369 159357456 987654321 741852963 789456123 11223344 112233445566 123123123 123321123 1234554321 00000000
  11111111 12121212 55555555 66666666 77777777 88888888 99999999 10203040 x1234567 google123 gizmodo1 minecraft
  fuckyou1 fuckyou2 motherfucker asshole1 bitch123 madarchod bhenchod behenchod chutiya1 starwars1 corvette mustang1
  mercedes porsche1 ferrari1 lamborghini harley12 yamaha12 royalenfield bullet350 pulsar220 splendor activa5g
  liverpool chelsea1 arsenal1 manchester manutd12 barcelona realmadrid juventus ronaldo7 cristiano neymar10
  computer1 internet1 startrek millions baseball1 football1 basketball superman1 batman123 dragon123 monkey123
  shadow12 master12 michael1 jennifer1 jordan23 sunshine1 princess1 charlie1 whatever1 nothing1 something mypassword
  mypass123 newpassword password! passwordpassword thisismypassword secretpassword nopassword yourpassword changeit
  changeme1 letmein123 access14 blink182 rush2112 slipknot metallica nirvana1 ninjaninja killer12 hello123
  hellohello helloworld hello@123 hi123456 bye12345 pass1234 pass@123 pass@1234 pass@word1 p@ss1234 p@ssw0rd1
  p@ssw0rd123 welcome@123 welcome@1 india@123 india1947 india123 bharat123 jaihind123 abhi1234 sachin10 dhoni007
  virat018 rohit045 mahi0007 iloveyou143 love143143 143143143 iloveu143
`;

export const COMMON_WORDS: ReadonlySet<string> = new Set([WORLD, NAMES, GODS, PRIDE].flatMap(wordsOf));

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(wordsOf(WHOLE));

function wordsOf(list: string): string[] {
  return list.trim().split(/\s+/);
}
